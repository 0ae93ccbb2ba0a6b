package org.energymatching.cli;

/**
 * What standard error leads to.
 *
 * <p>The launcher finds out whether it is a terminal: {@code System.console()} tells nothing on JDK 22–24.
 *
 * @param interactive whether a line can be rewritten
 * @param colour whether colours are welcome
 * @param columns characters in a line
 */
public record Terminal(boolean interactive, boolean colour, int columns) {

    /** A file or a pipe. */
    public static final Terminal NONE = new Terminal(false, false, 80);

    /** As the launcher says through the property {@code em.tty}, and {@code NO_COLOR} and {@code TERM} wish. */
    public static Terminal here() {
        if (!Boolean.getBoolean("em.tty") || "dumb".equals(System.getenv("TERM"))) {
            return NONE;
        }
        String noColour = System.getenv("NO_COLOR");
        int columns = Integer.getInteger("em.columns", 80);
        return new Terminal(true, noColour == null || noColour.isEmpty(), Math.max(20, columns));
    }
}
