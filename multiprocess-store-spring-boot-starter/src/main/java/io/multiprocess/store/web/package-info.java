/**
 * Stores behind HTTP, with Spring MVC or WebFlux: problem details for what a store refuses, and
 * revisions as entity tags.
 */
@NullMarked
package io.multiprocess.store.web;

import org.jspecify.annotations.NullMarked;
