package org.energymatching.data.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.energymatching.data.file.Nearest;
import org.energymatching.data.file.Progress;
import org.energymatching.data.image.Images;
import org.energymatching.error.UsageException;

/**
 * Well-known sets of images, downloaded from their authors or hosts and checked by size and SHA-256.
 *
 * <p>Each has its own directory, with the name of the set; files put there by hand are used if they are the right ones.
 * Source of the digests: the checksums of TensorFlow Datasets.
 */
public enum PublicImageSet {
    /** Handwritten digits: 60,000 and 10,000 grey images of 28 x 28 (Y. LeCun, C. Cortes, C. J. C. Burges). */
    MNIST("mnist"),

    /** Articles of clothing: 60,000 and 10,000 grey images of 28 x 28 (H. Xiao, K. Rasul, R. Vollgraf, MIT licence). */
    FASHION_MNIST("fashion-mnist"),

    /** Photographs of ten kinds: 50,000 and 10,000 colour images of 32 x 32 (A. Krizhevsky). */
    CIFAR10("cifar10");

    private static final String MNIST_HOST = "https://storage.googleapis.com/cvdf-datasets/mnist/";
    private static final String FASHION_HOST = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
    private static final String CIFAR_DIRECTORY = "cifar-10-batches-bin";
    private static final String CIFAR_TEST = "test_batch.bin";
    private static final List<String> CIFAR_FILES = List.of(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin",
            CIFAR_TEST);
    private static final int CIFAR_FILE = 10_000 * 3_073;

    private final String id;

    PublicImageSet(String id) {
        this.id = id;
    }

    /**
     * The set of a name, such as {@code fashion-mnist}.
     *
     * @throws UsageException if there is none
     */
    public static PublicImageSet named(String id) {
        List<String> known = Arrays.stream(values()).map(PublicImageSet::id).toList();
        int index = known.indexOf(id);
        if (index < 0) {
            throw new UsageException(
                    "There is no public set of images '" + id + "'.",
                    "The known ones are " + known + ".",
                    Nearest.to(id, known)
                            .map(near -> "Perhaps '" + near + "' was meant.")
                            .orElse("Name one of these, or the path of a file."));
        }
        return values()[index];
    }

    /** The name, in lower case. */
    public String id() {
        return id;
    }

    /** The files to download: training and test images, or one archive of both. */
    public List<Download> files() {
        return switch (this) {
            case MNIST ->
                List.of(
                        download(
                                MNIST_HOST + "train-images-idx3-ubyte.gz",
                                9_912_422,
                                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                        download(
                                MNIST_HOST + "t10k-images-idx3-ubyte.gz",
                                1_648_877,
                                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"));
            case FASHION_MNIST ->
                List.of(
                        download(
                                FASHION_HOST + "train-images-idx3-ubyte.gz",
                                26_421_880,
                                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                        download(
                                FASHION_HOST + "t10k-images-idx3-ubyte.gz",
                                4_422_102,
                                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"));
            case CIFAR10 ->
                List.of(download(
                        "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
                        170_052_171,
                        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"));
        };
    }

    /** The files of labels, beside those of images: those of training and of test; none where the image files contain them. */
    public List<Download> labels() {
        return switch (this) {
            case MNIST ->
                List.of(
                        download(
                                MNIST_HOST + "train-labels-idx1-ubyte.gz",
                                28_881,
                                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                        download(
                                MNIST_HOST + "t10k-labels-idx1-ubyte.gz",
                                4_542,
                                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"));
            case FASHION_MNIST ->
                List.of(
                        download(
                                FASHION_HOST + "train-labels-idx1-ubyte.gz",
                                29_515,
                                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                        download(
                                FASHION_HOST + "t10k-labels-idx1-ubyte.gz",
                                5_148,
                                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"));
            case CIFAR10 -> List.of();
        };
    }

    /** Downloads the labels if they do not exist, as {@link #training(Path, UnaryOperator, Progress)} does for images. */
    public List<Path> labels(Path directory, UnaryOperator<Download> source, Progress progress) {
        return labels().stream()
                .map(file -> fetch(source.apply(file), directory, progress))
                .toList();
    }

    private static Download download(String address, long size, String sha256) {
        return Download.of(URI.create(address), size, sha256);
    }

    /**
     * Downloads the training images if they do not exist.
     *
     * @param directory of all public sets; the files of this one are in {@code directory/id}
     * @return the path for {@link Images#read}
     * @throws org.energymatching.error.FailedException if they do not exist and cannot be downloaded
     * @throws org.energymatching.error.DataException if the existing file is a different one
     */
    public Path training(Path directory, Progress progress) {
        return training(directory, UnaryOperator.identity(), progress);
    }

    /**
     * Downloads the training images if they do not exist, as above.
     *
     * @param source replaces the download of each of the {@link #files()}: the same file at a mirror, for instance
     */
    public Path training(Path directory, UnaryOperator<Download> source, Progress progress) {
        return this == CIFAR10
                ? unpacked(directory, source, progress)
                : fetch(source.apply(files().get(0)), directory, progress);
    }

    /** Downloads the test images if they do not exist, as {@link #training(Path, Progress)} does. */
    public Path test(Path directory, Progress progress) {
        return test(directory, UnaryOperator.identity(), progress);
    }

    /** Downloads the test images if they do not exist, as {@link #training(Path, UnaryOperator, Progress)} does. */
    public Path test(Path directory, UnaryOperator<Download> source, Progress progress) {
        return this == CIFAR10
                ? unpacked(directory, source, progress).resolve(CIFAR_TEST)
                : fetch(source.apply(files().get(1)), directory, progress);
    }

    private Path fetch(Download file, Path directory, Progress progress) {
        return file.to(directory.resolve(id).resolve(file.name()), progress);
    }

    private Path unpacked(Path directory, UnaryOperator<Download> source, Progress progress) {
        Path unpacked = directory.resolve(id).resolve(CIFAR_DIRECTORY);
        boolean complete = CIFAR_FILES.stream()
                .map(name -> unpacked.resolve(name).toFile())
                .allMatch(file -> file.isFile() && file.length() == CIFAR_FILE);
        if (!complete) {
            Path archive = fetch(source.apply(files().get(0)), directory, progress);
            TarGz.unpack(
                    archive,
                    directory.resolve(id),
                    name -> CIFAR_FILES.stream().anyMatch(file -> name.equals(CIFAR_DIRECTORY + "/" + file)),
                    CIFAR_FILES.size() * CIFAR_FILE);
        }
        return unpacked;
    }
}
