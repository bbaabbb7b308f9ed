package io.varve;

import io.varve.bundle.BundleManifest;
import java.io.IOException;
import java.nio.file.Path;

/** The program that {@link BundleHeapTest} runs in a small heap: carries a large tenant into another store, and back in part. */
final class BundleHeapChild {

    private BundleHeapChild() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[2]);
        try (StateManager<LargeStateChild.Large> from = SmallHeapChild.open(arguments[0], 4 << 20);
                StateManager<LargeStateChild.Large> to = SmallHeapChild.open(arguments[1], 4 << 20)) {
            BundleManifest written = from.tenant("acme").exportBundle().to(file);
            Tenant<LargeStateChild.Large> copy =
                    to.importBundle().as("copy").from(file).tenant();
            BundleManifest again = copy.exportBundle().to(file);
            System.out.println("pages " + written.pages());
            System.out.println("same " + again.fingerprint().equals(written.fingerprint()));
            System.out.println("entries " + copy.state().entries().size());
        }
    }
}
