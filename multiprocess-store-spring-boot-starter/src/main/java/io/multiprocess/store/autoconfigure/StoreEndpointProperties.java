package io.multiprocess.store.autoconfigure;

import java.util.Set;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration of the endpoint.
 *
 * @param showValues When to show documents.
 * @param roles Roles of users who are authorized to see documents. Without any, every user who is
 *     logged in is.
 */
@ConfigurationProperties("management.endpoint.multiprocessstore")
record StoreEndpointProperties(
    @DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {}
