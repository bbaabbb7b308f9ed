package io.varve;

import io.varve.spi.Capabilities;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.testing.TestPostgres;
import io.varve.testing.TestSchema;

/** One store that several managers open at once, as several processes open one database. */
abstract class SharedStores implements AutoCloseable {

    /** The data itself, past all managers. */
    abstract SnapshotStore data();

    /** Opens it for one more manager. It tells of no changes: a manager sees them when it looks for them. */
    abstract SnapshotStore open();

    @Override
    public abstract void close();

    /** In this process's memory, which stands for a store that others can reach. */
    static SharedStores inMemory() {
        SnapshotStore data = SnapshotStores.open("memory:");
        return new SharedStores() {
            @Override
            SnapshotStore data() {
                return data;
            }

            @Override
            SnapshotStore open() {
                return new ForwardingStore(ForwardingStore.keptOpen(data)) {
                    @Override
                    public Capabilities capabilities() {
                        Capabilities below = super.capabilities();
                        return new Capabilities(true, true, below.maxPageBytes(), below.maxRefBytes());
                    }
                };
            }

            @Override
            public void close() {
                data.close();
            }
        };
    }

    /** In PostgreSQL, with a store and connections for each manager, as for each process. */
    static SharedStores inPostgres() {
        TestSchema schema = TestPostgres.freshSchema();
        SnapshotStore data = SnapshotStores.open(schema.url());
        return new SharedStores() {
            @Override
            SnapshotStore data() {
                return data;
            }

            @Override
            SnapshotStore open() {
                return new ForwardingStore(SnapshotStores.open(schema.url()));
            }

            @Override
            public void close() {
                data.close();
                schema.close();
            }
        };
    }
}
