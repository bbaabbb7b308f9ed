package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Bundles out of stores that are encrypted, and into such. */
@ParameterizedClass
@EnumSource(
        value = Backend.class,
        names = {"MEMORY", "ROCKSDB"})
class EncryptedBundleTest extends EncryptedBackendTest {

    private StateManager<Ledger> states;
    private byte[] bundle;

    @BeforeEach
    void export() {
        states = openEncrypted();
        Tenant<Ledger> acme = states.createTenant("acme");
        acme.apply(EncryptedBackendTest::large);
        fill(acme);
        bundle = BundleTest.exported(acme.exportBundle());
    }

    private byte[] half() {
        return Arrays.copyOf(bundle, bundle.length - 1);
    }

    @Test
    void anEncryptedTenantIsCarriedIntoAnotherUnderAKeyOfItsOwn() {
        Tenant<Ledger> copy = BundleTest.imported(states, bundle, "copy").tenant();
        BundleTest.assertSame(states.tenant("acme"), copy);
        byte[] same = BundleTest.exported(copy.exportBundle());
        keys.destroy("acme");
        states = reopenEncrypted();

        BundleTest.imported(states, same, "another");
        BundleTest.assertSame(states.tenant("copy"), states.tenant("another"));
        assertThatThrownBy(() -> states.tenant("acme")).isInstanceOf(EncryptionException.class);
    }

    @Test
    void anImportThatWasCutOffGoesOnUnderTheSameKey() {
        assertThatThrownBy(() -> BundleTest.imported(states, half(), "copy"))
                .isInstanceOf(BundleRefusedException.class);
        states = reopenEncrypted();

        var result = BundleTest.imported(states, bundle, "copy");

        assertThat(result.pagesWritten()).isZero();
        BundleTest.assertSame(states.tenant("acme"), result.tenant());
        states = reopenEncrypted();
        assertThat(states.verify("copy").isSound()).isTrue();
    }

    @Test
    void whatAnImportHasLeftIsRemovedWithoutItsKey() {
        assertThatThrownBy(() -> BundleTest.imported(states, half(), "copy"))
                .isInstanceOf(BundleRefusedException.class);
        keys.destroy("copy");
        states = reopenEncrypted();
        assertThat(states.importBundle().unfinished()).containsExactly("copy");

        states.removeTenant("copy");
        keys.allow("copy");

        assertThat(BundleTest.imported(states, bundle, "copy").tenant().state())
                .isEqualTo(states.tenant("acme").state());
    }

    @Test
    void aTenantGetsEncryptedByABundleAndBack() {
        closeAll();
        StateManager<Ledger> plain = open();
        BundleTest.imported(plain, bundle, "plain");
        byte[] back = BundleTest.exported(plain.tenant("plain").exportBundle());
        states = reopenEncrypted();

        BundleTest.imported(states, back, "back");

        BundleTest.assertSame(states.tenant("acme"), states.tenant("back"));
        RawStore stored = raw("back");
        SECRETS.values()
                .forEach(secret -> assertThat(stored.contains(secret.getBytes(StandardCharsets.UTF_8)))
                        .as(secret)
                        .isFalse());
    }
}
