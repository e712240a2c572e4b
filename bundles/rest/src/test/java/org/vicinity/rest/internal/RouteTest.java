package org.vicinity.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RouteTest {
    @Test
    void aPathTakesTheMethodsOfItsOwnResource() {
        assertThat(Route.methods("/v1/service")).containsExactly("GET", "HEAD", "OPTIONS");
        assertThat(Route.methods("/v1/account/addresses")).containsExactly("GET", "HEAD", "POST", "OPTIONS");
        assertThat(Route.methods("/v1/account/addresses/5;a=b/"))
                .containsExactly("DELETE", "GET", "HEAD", "PUT", "OPTIONS");
        assertThat(Route.methods("/v1/geocode/components")).containsExactly("GET", "HEAD", "OPTIONS");
    }

    @Test
    void anUnknownPathTakesNone() {
        assertThat(Route.methods("/v1/account/addresses/5/6")).isEmpty();
        assertThat(Route.methods("/v1")).isEmpty();
    }
}
