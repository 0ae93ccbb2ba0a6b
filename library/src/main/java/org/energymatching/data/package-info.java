/**
 * Data in and out: tables, arrays and images from files, checked down to the cell, ready to train on.
 *
 * <p>{@link org.energymatching.data.table.Table#read} takes CSV or NumPy files and keeps account of every column it leaves out;
 * {@link org.energymatching.data.Split} holds rows back; {@link org.energymatching.data.Standardization} brings columns to
 * zero mean and unit scale, and back again. Whatever is wrong with a file is said with its name, line and column.
 *
 * <p>{@link org.energymatching.data.image.Images#read} takes idx, CIFAR-10, NumPy and folders of PNG and JPEG pictures. Images stay
 * bytes, an {@link org.energymatching.data.image.ImageSet}; {@link org.energymatching.data.image.ImageData} makes floats of those in a
 * mini-batch. {@link org.energymatching.data.fetch.PublicImageSet} fetches well-known sets, checks them and fetches them only once;
 * nothing else here touches the network.
 */
@NullMarked
package org.energymatching.data;

import org.jspecify.annotations.NullMarked;
