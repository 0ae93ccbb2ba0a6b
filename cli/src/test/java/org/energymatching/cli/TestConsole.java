package org.energymatching.cli;

import java.io.OutputStream;
import java.io.PrintStream;

/** A console for tests of what verbs are made of. */
public final class TestConsole {

    private TestConsole() {}

    /** One that says nothing. */
    public static Console silent() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Interruption none = Interruption.begin();
        none.close(); // nothing of it stays in the virtual machine of the tests
        return new Console(
                nowhere, new Terminal(false, false, 80), true, none, new Compute(null, "cpu"), Group.alone());
    }
}
