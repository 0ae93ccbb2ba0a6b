package org.energymatching.cli;

import org.energymatching.data.file.Numbers;

/**
 * Text from files and of people in printable form for a terminal: control characters that would move the cursor, change colours or
 * the direction of writing become visible, such as {@code \\u001b}, and long text is cut.
 */
final class Printable {

    private static final int LONGEST = 2000;

    private Printable() {}

    /** One line, in full. */
    static String line(String text) {
        return escaped(text, false);
    }

    /** Several lines, in full. */
    static String text(String text) {
        return escaped(text, true);
    }

    /** One line of at most two thousand characters, with the number of the others. */
    static String sentence(String text) {
        if (text.length() <= LONGEST) {
            return line(text);
        }
        String rest = Numbers.format(" … (%,d more characters) … ", text.length() - LONGEST);
        int end = LONGEST / 4;
        return line(text.substring(0, LONGEST - end)) + rest + line(text.substring(text.length() - end));
    }

    private static String escaped(String text, boolean lines) {
        StringBuilder shown = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean paired = Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))
                    || Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
            boolean plain = lines && (c == '\n' || c == '\t' || c == '\r') || !isHarmful(c, paired);
            if (!plain && shown == null) {
                shown = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (shown != null) {
                if (plain) {
                    shown.append(c);
                } else {
                    shown.append(Numbers.format("\\u%04x", (int) c));
                }
            }
        }
        return shown == null ? text : shown.toString();
    }

    private static boolean isHarmful(char c, boolean paired) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SURROGATE -> !paired;
            case Character.FORMAT -> c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069' || c == '\u061c';
            default -> false;
        };
    }
}
