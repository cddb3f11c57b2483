package io.multiprocess.store.test.library;

import io.multiprocess.store.repository.callback.BeforeSaveCallback;
import org.springframework.stereotype.Component;

/** Strips what somebody typed around a name. */
@Component
public class Spaces implements BeforeSaveCallback<Member> {

  @Override
  public Member onBeforeSave(Member member, String store) {
    return new Member(member.id(), member.revision(), member.name().strip(), member.clerk());
  }
}
