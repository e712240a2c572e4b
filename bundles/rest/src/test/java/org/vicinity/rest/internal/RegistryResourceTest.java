package org.vicinity.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class RegistryResourceTest {
    @Test
    void anEndlessSnapshotIsRefusedOnceItIsTooLarge() throws IOException {
        var endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        var taken = new ByteArrayOutputStream();
        try (var bounded = RegistryResource.bounded(endless, 100_000)) {
            assertThat(catchThrowableOfType(Problem.class, () -> bounded.transferTo(taken))
                            .status())
                    .isEqualTo(413);
        }
        assertThat(taken.size()).isLessThanOrEqualTo(100_000);
    }
}
