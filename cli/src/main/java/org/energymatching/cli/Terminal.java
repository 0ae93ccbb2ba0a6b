package org.energymatching.cli;

/**
 * The properties of the terminal, or other target, of standard error.
 *
 * <p>The launcher detects whether it is a terminal: {@code System.console()} does not show it on JDK 22–24.
 *
 * @param interactive whether a line can be rewritten
 * @param colour whether colours are enabled
 * @param columns characters in a line
 */
public record Terminal(boolean interactive, boolean colour, int columns) {

    /** A file or a pipe. */
    public static final Terminal NONE = new Terminal(false, false, 80);

    /** As set by the launcher in the property {@code em.tty}, and by {@code NO_COLOR} and {@code TERM}. */
    public static Terminal here() {
        if (!Boolean.getBoolean("em.tty") || "dumb".equals(System.getenv("TERM"))) {
            return NONE;
        }
        String noColour = System.getenv("NO_COLOR");
        int columns = Integer.getInteger("em.columns", 80);
        return new Terminal(true, noColour == null || noColour.isEmpty(), Math.max(20, columns));
    }
}
