package org.energymatching.tensor.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.BroadcastOptions;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_gloo;
import org.energymatching.error.FailedException;
import org.energymatching.tensor.ProcessGroup;

/**
 * The collective operations of libtorch (c10d) over Gloo, on tensors of the processor; each waits until its own part is done.
 *
 * <p>A process that ends closes its connections, so that the operations of the others fail at once.
 */
public final class Collectives implements AutoCloseable {

    /** The variable by which torch.distributed is told a network interface. */
    private static final String INTERFACE = "GLOO_SOCKET_IFNAME";

    private static final int TAG = 1;
    private static final int ATTEMPT_MILLIS = 2000;

    private final ProcessGroup.Place place;
    private final TCPStore store;
    private final ProcessGroupGloo group;

    private Collectives(ProcessGroup.Place place, TCPStore store, ProcessGroupGloo group) {
        this.place = place;
        this.store = store;
        this.group = group;
    }

    /**
     * Connects this process with the others of its group; the first process serves the others at the master's port.
     *
     * @param patience how long it waits for the others, now and in each operation
     */
    public static Collectives connect(ProcessGroup.Place place, Duration patience) {
        Engine.enter();
        try (PointerScope scope = new PointerScope()) {
            Loader.load(torch_gloo.class);
            awaitMaster(place, patience);
            Milliseconds limit = new Milliseconds(patience.toMillis());
            TCPStore store = new TCPStore(
                    place.master(),
                    new TCPStoreOptions()
                            .port((short) place.port())
                            .isServer(place.rank() == 0)
                            .waitWorkers(false)
                            .timeout(limit));
            store.setTimeout(limit);
            ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(limit);
            String network = System.getenv(INTERFACE);
            options.devices()
                    .put(
                            network == null || network.isBlank()
                                    ? ProcessGroupGloo.createDeviceForHostname(ownAddress(place))
                                    : ProcessGroupGloo.createDeviceForInterface(network));
            ProcessGroupGloo group = new ProcessGroupGloo(store, place.rank(), place.size(), options);
            store.retainReference(); // both outlive the scope
            group.retainReference();
            return new Collectives(place, store, group);
        } catch (RuntimeException refused) {
            throw notConnected(place, patience, refused);
        }
    }

    /** Waits until the first process accepts connections: libtorch would fill the log with its own attempts. */
    private static void awaitMaster(ProcessGroup.Place place, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (place.rank() > 0) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(place.master(), place.port()), ATTEMPT_MILLIS);
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > end) {
                    throw new UncheckedIOException(notYet);
                }
                LockSupport.parkNanos(ATTEMPT_MILLIS * 1_000_000L / 10);
            }
        }
    }

    /** The address of this machine by which it reaches the master. */
    private static String ownAddress(ProcessGroup.Place place) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(place.master(), place.port())); // nothing is sent
            return socket.getLocalAddress().getHostAddress();
        } catch (SocketException | RuntimeException unknown) {
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
    }

    private static FailedException notConnected(ProcessGroup.Place place, Duration patience, RuntimeException refused) {
        String text = String.valueOf(refused.getMessage());
        boolean taken = text.toLowerCase(Locale.ROOT).contains("address already in use");
        String at = place.master() + ":" + place.port();
        return new FailedException(
                taken
                        ? "The port " + place.port() + " is in use by another program."
                        : "Process " + place.rank() + " of " + place.size() + " did not find the others at " + at
                                + " within " + patience.toSeconds() + " s.",
                "All " + place.size() + " processes of a group start within that time and reach the first one at " + at
                        + ".",
                taken
                        ? "Choose another MASTER_PORT for all processes."
                        : "Check that " + place.size()
                                + " processes were started and that MASTER_ADDR, MASTER_PORT and the firewall let them connect ("
                                + INTERFACE + " chooses a network interface).",
                refused);
    }

    /** The tensors of all processes, one after another along the first axis; all have the same shape. */
    public Tensor allGather(Tensor own) {
        long[] extents = own.sizes().vec().get();
        extents[0] *= place.size();
        Tensor all = own.new_empty(extents);
        await(() -> group._allgather_base(all, own));
        return all;
    }

    /** The numbers of all processes, one process after another; all give equally many. */
    public double[] allGather(double... own) {
        try (PointerScope scope = new PointerScope()) {
            Tensor sent = torch.zeros(new long[] {own.length}, new TensorOptions(torch.ScalarType.Double));
            sent.data_ptr_double().capacity(own.length).put(own);
            double[] all = new double[own.length * place.size()];
            allGather(sent).data_ptr_double().capacity(all.length).get(all);
            return all;
        }
    }

    /** The bytes of all processes, one process after another; all give equally many. */
    public byte[] allGather(byte[] own) {
        try (PointerScope scope = new PointerScope()) {
            Tensor sent = torch.zeros(new long[] {own.length}, new TensorOptions(torch.ScalarType.Byte));
            new BytePointer(sent.data_ptr()).capacity(own.length).put(own);
            byte[] all = new byte[Math.multiplyExact(own.length, place.size())];
            new BytePointer(allGather(sent).data_ptr()).capacity(all.length).get(all);
            return all;
        }
    }

    /** Replaces a tensor by its sum over all processes, in an order that the number of processes determines. */
    public void allReduce(Tensor value) {
        inVector(value, group::allreduce);
    }

    /** Replaces the tensor of every process by that of one. */
    public void broadcast(Tensor value, int from) {
        try (BroadcastOptions options = new BroadcastOptions()) {
            options.rootRank(from);
            inVector(value, vector -> group.broadcast(vector, options));
        }
    }

    /** Sends a tensor to one process, which receives it. */
    public void send(Tensor value, int to) {
        inVector(value, vector -> group.send(vector, to, TAG));
    }

    /** Replaces a tensor by one that a process sends. */
    public void receive(Tensor value, int from) {
        inVector(value, vector -> group.recv(vector, from, TAG));
    }

    /** Waits for all processes. */
    public void barrier() {
        await(group::barrier);
    }

    private void inVector(Tensor value, Function<TensorVector, Work> operation) {
        try (TensorVector vector = new TensorVector(value)) {
            await(() -> operation.apply(vector));
        }
    }

    private void await(Supplier<Work> operation) {
        try (Work work = operation.get()) {
            work._wait();
        } catch (RuntimeException broken) {
            throw new FailedException(
                    "Process " + place.rank() + " of " + place.size() + " lost the connection to another one ("
                            + cause(broken) + ").",
                    "All processes of a group work until the end.",
                    "Look for the first error of the others; the same command in all processes resumes from the last checkpoint.",
                    broken);
        }
    }

    /** The end of the native text, without the place in the native source. */
    private static String cause(RuntimeException broken) {
        String text = String.valueOf(broken.getMessage());
        int from = text.indexOf("] ") + 1;
        return text.substring(from).lines().findFirst().orElse("").strip().replaceFirst("\\.$", "");
    }

    @Override
    public void close() {
        group.close();
        store.close();
    }
}
