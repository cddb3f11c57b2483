package io.multiprocess.store.docs.testing;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

record User(@Id String name, @Version @Nullable String revision, String email) {}
