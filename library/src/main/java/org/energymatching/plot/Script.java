package org.energymatching.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of text with raised and lowered parts, as in {@code 10^{−3}} and {@code x_{1}}.
 *
 * @param parts the pieces, left to right
 */
record Script(List<Part> parts) {

    /** Which point of the text is placed. */
    enum Anchor {
        START(0),
        MIDDLE(0.5),
        END(1);

        private final double share;

        Anchor(double share) {
            this.share = share;
        }

        /** The share of the text that lies before the point. */
        double share() {
            return share;
        }
    }

    /**
     * Letters on one height.
     *
     * @param rise how far above the baseline, in shares of the size
     */
    record Part(String text, double rise) {

        /** The letters to set it in: smaller ones if it is raised or lowered. */
        Typeface face(Typeface line) {
            return rise == 0 ? line : line.script();
        }
    }

    private static final double RAISED = 0.4;
    private static final double LOWERED = -0.2;

    /** Reads {@code ^{…}} and {@code _{…}}; all else, and what is not closed, stands as it is. */
    static Script of(String text) {
        List<Part> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i + 1 < text.length(); i++) {
            boolean mark = text.charAt(i) == '^' || text.charAt(i) == '_';
            int end = mark && text.charAt(i + 1) == '{' ? text.indexOf('}', i) : -1;
            if (end > 0) {
                parts.add(new Part(text.substring(start, i), 0));
                parts.add(new Part(text.substring(i + 2, end), text.charAt(i) == '^' ? RAISED : LOWERED));
                start = end + 1;
                i = end;
            }
        }
        parts.add(new Part(text.substring(start), 0));
        parts.removeIf(part -> part.text().isEmpty());
        return new Script(parts);
    }

    double width(Surface surface, Typeface face) {
        return parts.stream()
                .mapToDouble(part -> surface.width(part.text(), part.face(face)))
                .sum();
    }

    /** The text on as many lines as the width asks for, broken between words; a word too long ends in dots. */
    static List<String> wrapped(Surface surface, String text, Typeface face, double width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.isBlank() ? new String[0] : text.strip().split("\\s+", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && of(longer).width(surface, face) > width) {
                lines.add(fitted(surface, line, face, width));
                line = word;
            } else {
                line = longer;
            }
        }
        if (!line.isEmpty()) {
            lines.add(fitted(surface, line, face, width));
        }
        return lines;
    }

    /** The text, or as much of its beginning as fits the width, with dots at the end. */
    static String fitted(Surface surface, String text, Typeface face, double width) {
        String fitted = text;
        int length = text.length();
        while (length > 0 && of(fitted).width(surface, face) > width) {
            length = text.offsetByCodePoints(length, -1);
            fitted = text.substring(0, length) + "…";
        }
        return fitted;
    }
}
