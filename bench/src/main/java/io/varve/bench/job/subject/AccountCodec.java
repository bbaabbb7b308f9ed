package io.varve.bench.job.subject;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.serializers.ImmutableCollectionsSerializers;
import com.esotericsoftware.kryo.kryo5.serializers.RecordSerializer;
import com.github.luben.zstd.Zstd;
import java.util.HashMap;
import java.util.Map;

/** Accounts as bytes, by Kryo as one would use it: for all subjects that want bytes. Not thread-safe. */
final class AccountCodec {

    private final Kryo kryo = new Kryo();
    private final Output output = new Output(4_096, -1);
    private final Input input = new Input();

    AccountCodec() {
        kryo.setReferences(false);
        kryo.register(Account.class, new RecordSerializer<>(Account.class));
        kryo.register(HashMap.class);
        ImmutableCollectionsSerializers.registerSerializers(kryo);
    }

    byte[] encode(Account account) {
        output.reset();
        kryo.writeObject(output, account);
        return output.toBytes();
    }

    Account decode(byte[] bytes) {
        input.setBuffer(bytes);
        return kryo.readObject(input, Account.class);
    }

    /** All accounts of a {@code HashMap} in one, compressed. */
    byte[] encodeAll(Map<String, Account> accounts) {
        output.reset();
        kryo.writeObject(output, accounts);
        return Zstd.compress(output.toBytes());
    }

    @SuppressWarnings("unchecked") // it is what encodeAll has written
    Map<String, Account> decodeAll(byte[] bytes) {
        input.setBuffer(Zstd.decompress(bytes, Math.toIntExact(Zstd.getFrameContentSize(bytes))));
        return kryo.readObject(input, HashMap.class);
    }
}
