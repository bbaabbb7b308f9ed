package io.varve.store.jdbc;

import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is wrong when an embedded H2 database can't be opened, naming its file. */
final class H2OpeningFaults {

    // org.h2.api.ErrorCode
    private static final int WRONG_USER_OR_PASSWORD = 28000;
    private static final int DATABASE_ALREADY_OPEN = 90020;
    private static final int FILE_CORRUPTED = 90030;
    private static final int FILE_VERSION = 90048;
    private static final int FILE_ENCRYPTION = 90049;
    private static final int WRONG_PASSWORD_FORMAT = 90050;
    private static final int DATABASE_NOT_FOUND = 90146;

    private static final Pattern FORMAT = Pattern.compile("H:2,.*?format:([0-9]+)", Pattern.DOTALL);
    private static final String ENCRYPTED = "H2encrypt";

    private final String database;
    private final Optional<Path> file;
    private final String user;
    private final boolean cipher;

    H2OpeningFaults(H2Url url, String user) {
        file = url.file();
        database = file.map(path -> "the database '" + path + "'").orElse("the database in memory");
        this.user = user;
        cipher = url.settings().containsKey("CIPHER");
    }

    StoreException of(SQLException e) {
        return switch (e.getErrorCode()) {
            case WRONG_USER_OR_PASSWORD ->
                fault(Kind.UNSUPPORTED, "it refuses the user '" + user + "' with the password given", e);
            case DATABASE_ALREADY_OPEN ->
                fault(
                        Kind.UNAVAILABLE,
                        "another process, or another class loader or URL in this one, has it open: close it there",
                        e);
            case DATABASE_NOT_FOUND ->
                fault(Kind.UNSUPPORTED, "it does not exist and may not be created (property create=false)", e);
            case WRONG_PASSWORD_FORMAT ->
                fault(
                        Kind.UNSUPPORTED,
                        "with CIPHER the password is two: that of the file, a space, and that of the user",
                        e);
            case FILE_ENCRYPTION, FILE_VERSION, FILE_CORRUPTED -> unreadable(e);
            default -> fault(Kind.UNAVAILABLE, Faults.messageOf(e), e);
        };
    }

    private StoreException unreadable(SQLException e) {
        String header = file.map(H2OpeningFaults::headerOf).orElse("");
        if (header.startsWith(ENCRYPTED)) {
            return fault(
                    Kind.UNSUPPORTED,
                    cipher
                            ? "the password of the file is wrong, or the CIPHER is another"
                            : "the file is encrypted: add CIPHER=… to the URL, and the password of the file",
                    e);
        }
        Matcher format = FORMAT.matcher(header);
        if (!format.find()) {
            return fault(Kind.CORRUPT, "the file is not one of H2's: it has no header", e);
        }
        if (cipher) {
            return fault(Kind.UNSUPPORTED, "the file is not encrypted: leave CIPHER out of the URL", e);
        }
        return e.getErrorCode() == FILE_CORRUPTED
                ? fault(Kind.CORRUPT, Faults.messageOf(e), e)
                : fault(
                        Kind.UNSUPPORTED,
                        "the file has H2's format " + format.group(1) + ", which the H2 on the path doesn't read:"
                                + " export it with the H2 that wrote it (SCRIPT TO), import it with this one (RUNSCRIPT)",
                        e);
    }

    private static String headerOf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(256), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private StoreException fault(Kind kind, String found, SQLException e) {
        return new StoreException(kind, "can't open " + database + ": " + found, e);
    }
}
