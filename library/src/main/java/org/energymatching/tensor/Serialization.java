package org.energymatching.tensor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Results of tasks as bytes, for the other processes of a group, which run the same program. */
final class Serialization {

    private Serialization() {}

    static byte[] bytes(List<?> results) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ArrayList<>(results));
        } catch (IOException refused) {
            throw new UncheckedIOException("a result cannot be sent to other processes", refused);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead"}) // from processes of the same program and the same user
    static <T> List<T> list(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (List<T>) in.readObject();
        } catch (IOException | ClassNotFoundException refused) {
            throw new IllegalStateException("processes of one group have the same version", refused);
        }
    }
}
