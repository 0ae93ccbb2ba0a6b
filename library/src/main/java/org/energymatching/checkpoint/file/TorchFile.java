package org.energymatching.checkpoint.file;

import java.nio.file.Path;
import org.energymatching.error.DataException;

/** The errors of a file that should come from {@code torch.save}. */
record TorchFile(Path path) {

    private static final int SHOWN = 80;

    /** The file is damaged: it contradicts itself or is truncated. */
    DataException damaged(String what) {
        return new DataException(
                path + " " + what + ".",
                "A file as torch.save wrote it was expected, complete and unchanged.",
                "Copy or download it again and compare its checksum with the one published beside it.");
    }

    /** The file has another format. */
    DataException foreign(String what) {
        return new DataException(
                path + " " + what + ".",
                "A file written by torch.save was expected: a zip archive with data.pkl, or the format before PyTorch 1.6.",
                "Load it in Python with the program that it belongs to and torch.save its state_dict().");
    }

    /** The file calls more than weights need; none of it was run. */
    DataException refused(String what) {
        return new DataException(
                path + " " + what + ".",
                "A file of weights holds tensors, numbers, text and collections of them; nothing else is ever made or run.",
                "If you trust the file, load it in Python and torch.save its state_dict(); if not, delete it.");
    }

    /** Text from the file, cut to a length for a message. */
    static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
