package org.energymatching.plot;

import java.util.List;

/**
 * What is written around a mosaic; nothing is written where a text or a list is empty.
 *
 * @param title above
 * @param caption underneath
 * @param rows one label beside each row of tiles
 * @param columns one label above each column of tiles
 */
record Wording(String title, String caption, List<String> rows, List<String> columns) {

    static final Wording NONE = new Wording("", "", List.of(), List.of());
}
