package io.multiprocess.store.test.library;

import io.multiprocess.store.repository.callback.EnableStoreAuditing;
import org.springframework.context.annotation.Configuration;

/** Has entities say who wrote them. */
@Configuration(proxyBeanMethods = false)
@EnableStoreAuditing
public class Desk {}
