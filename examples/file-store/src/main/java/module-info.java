/** A store in plain files. */
module com.example.filestore {
    requires transitive io.varve.spi;

    exports com.example.filestore;

    provides io.varve.spi.SnapshotStoreProvider with
            com.example.filestore.FileStoreProvider;
}
