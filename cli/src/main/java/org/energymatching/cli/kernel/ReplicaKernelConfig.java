package org.energymatching.cli.kernel;

/** A kernel that can move the replicas of parallel tempering. */
public interface ReplicaKernelConfig extends KernelConfig {}
