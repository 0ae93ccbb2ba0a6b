package org.energymatching.data.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.energymatching.data.file.Folders;
import org.energymatching.data.file.OutputFile;
import org.energymatching.data.file.PackedFile;
import org.energymatching.error.DataException;

/** Regular files from a gzipped tar archive: directories, links and other entries are skipped. */
final class TarGz {

    private TarGz() {}

    /**
     * Unpacks the wanted files into a directory, each atomically, and returns their paths.
     *
     * @param wanted whether to unpack the entry of a name
     * @param most the largest number of bytes of all wanted files together
     * @throws DataException if the archive is damaged or too large, or a name points outside the directory
     */
    static List<Path> unpack(Path archive, Path directory, Predicate<String> wanted, int most) {
        return PackedFile.read(archive, in -> {
            TarArchiveInputStream tar = new TarArchiveInputStream(in, "UTF-8");
            List<Path> unpacked = new ArrayList<>();
            long left = most;
            try {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (!entry.isCheckSumOK()) {
                        throw damaged(archive, "a header has the wrong checksum");
                    }
                    Path file = place(archive, directory, entry.getName());
                    if (!isOrdinary(entry) || !wanted.test(entry.getName())) {
                        continue;
                    }
                    left -= Math.min(entry.getSize(), left + 1);
                    if (left < 0) {
                        throw damaged(archive, "the files wanted from it have more than " + most + " bytes");
                    }
                    OutputFile.write(file, ByteBuffer.wrap(tar.readAllBytes()));
                    unpacked.add(file);
                }
            } catch (EOFException | ZipException cut) {
                throw cut;
            } catch (IOException e) {
                throw damaged(archive, Folders.reason(e));
            }
            if (tar.getBytesRead() % TarConstants.DEFAULT_RCDSIZE != 0) {
                throw damaged(archive, "it ends within a header");
            }
            return unpacked;
        });
    }

    private static boolean isOrdinary(TarArchiveEntry entry) {
        byte flag = entry.getLinkFlag();
        return (flag == TarConstants.LF_NORMAL || flag == TarConstants.LF_OLDNORM) && !entry.isSparse();
    }

    private static Path place(Path archive, Path directory, String name) {
        try {
            Path root = directory.toAbsolutePath().normalize();
            Path file = root.resolve(name).normalize();
            if (file.startsWith(root) && !Path.of(name).isAbsolute()) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw damaged(archive, "it names a file '" + name + "', which cannot be");
        }
        throw damaged(archive, "its file '" + name + "' would land outside of " + directory);
    }

    private static DataException damaged(Path archive, String what) {
        return new DataException(
                archive + " cannot be unpacked: " + what + ".",
                "A sound gzipped tar archive was expected.",
                "Fetch it again.");
    }
}
