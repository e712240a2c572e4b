package org.vicinity.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenApiResourceTest {
    @Test
    void theDescriptionHasEveryCallOfTheContract() {
        @SuppressWarnings("unchecked")
        var paths =
                (Map<String, Map<String, Object>>) OpenApiResource.describe().get("paths");
        var calls = paths.entrySet().stream()
                .flatMap(path -> path.getValue().keySet().stream().map(method -> method + " " + path.getKey()))
                .collect(Collectors.toSet());
        assertThat(calls)
                .containsExactlyInAnyOrder(
                        "get /v1/service",
                        "post /v1/enrollments",
                        "post /v1/enrollments/confirmations",
                        "post /v1/sessions",
                        "delete /v1/sessions/current",
                        "post /v1/password-resets",
                        "post /v1/password-resets/confirmations",
                        "get /v1/account",
                        "patch /v1/account",
                        "delete /v1/account",
                        "get /v1/account/addresses",
                        "post /v1/account/addresses",
                        "get /v1/account/addresses/{id}",
                        "put /v1/account/addresses/{id}",
                        "delete /v1/account/addresses/{id}",
                        "get /v1/account/offenders",
                        "put /v1/account/offenders/{offenderId}",
                        "delete /v1/account/offenders/{offenderId}",
                        "put /v1/account/channels/{channelName}",
                        "delete /v1/account/channels/{channelName}",
                        "get /v1/account/forecast",
                        "get /v1/geocode",
                        "get /v1/geocode/components",
                        "get /v1/geocode/suggestions",
                        "get /v1/offenders",
                        "get /v1/offenders/{id}",
                        "put /v1/registry/offenders/{id}",
                        "delete /v1/registry/offenders/{id}",
                        "post /v1/registry/snapshots",
                        "get /v1/registry/imports/{id}",
                        "get /v1/openapi.json");
    }
}
