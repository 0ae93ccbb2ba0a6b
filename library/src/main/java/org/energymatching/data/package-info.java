/**
 * Data in and out: tables and arrays from files, checked down to the cell, ready to train on.
 *
 * <p>{@link org.energymatching.data.Table#read} takes CSV or NumPy files and keeps account of every column it leaves out;
 * {@link org.energymatching.data.Split} holds rows back; {@link org.energymatching.data.Standardization} brings columns to
 * zero mean and unit scale, and back again. Whatever is wrong with a file is said with its name, line and column.
 */
@NullMarked
package org.energymatching.data;

import org.jspecify.annotations.NullMarked;
