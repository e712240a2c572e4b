package org.vicinity.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    @TempDir
    Path folder;

    @Test
    void opensWhatItSealedAlsoAfterARestart() throws Exception {
        Path key = folder.resolve("keys/vicinity.key");
        String sealed = Vault.of(key).seal("12 Elm St");

        assertThat(sealed).doesNotContain("Elm");
        assertThat(Vault.of(key).open(sealed)).isEqualTo("12 Elm St");
        assertThat(Vault.of(key).hash("a")).isEqualTo(Vault.of(key).hash("a")).hasSize(64);
    }

    @Test
    void keepsItsKeyToTheOwner() throws Exception {
        Path key = folder.resolve("vicinity.key");
        Vault.of(key);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesWhatAnotherKeySealed() throws Exception {
        String sealed = Vault.of(folder.resolve("one")).seal("secret");
        Vault other = Vault.of(folder.resolve("two"));

        assertThatThrownBy(() -> other.open(sealed)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noticesWhatWasChanged() throws Exception {
        Vault vault = Vault.of(folder.resolve("key"));
        String sealed = vault.seal("secret");

        assertThat(vault.open(sealed)).isEqualTo("secret");
        assertThat(vault.seal("secret")).isNotEqualTo(sealed);
        char changed = sealed.charAt(20) == 'A' ? 'B' : 'A';
        assertThatThrownBy(() -> vault.open(sealed.substring(0, 20) + changed + sealed.substring(21)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
