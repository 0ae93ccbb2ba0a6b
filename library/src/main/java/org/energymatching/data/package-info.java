/**
 * Data in and out: tables, arrays and images from files, checked cell by cell, in the form for training.
 *
 * <p>{@link org.energymatching.data.table.Table#read} takes CSV or NumPy files and records every column it leaves out;
 * {@link org.energymatching.data.Split} holds rows out; {@link org.energymatching.data.Standardization} brings columns to
 * zero mean and unit scale, and inverts that. Errors in a file are reported with its name, line and column.
 *
 * <p>{@link org.energymatching.data.image.Images#read} takes idx, CIFAR-10, NumPy and folders of PNG and JPEG images. Images are stored
 * as bytes, an {@link org.energymatching.data.image.ImageSet}; {@link org.energymatching.data.image.ImageData} makes floats of those in a
 * mini-batch. {@link org.energymatching.data.fetch.PublicImageSet} downloads well-known sets, checks them and downloads them only once;
 * nothing else here uses the network.
 */
@NullMarked
package org.energymatching.data;

import org.jspecify.annotations.NullMarked;
