/** What the tests of several packages share: seeds that are told on failure, damaged files, and files kept elsewhere. */
@NullMarked
package org.energymatching.testing;

import org.jspecify.annotations.NullMarked;
