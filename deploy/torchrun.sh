#!/usr/bin/env bash
# Two processes on this machine by torchrun, where one is installed; 'em launch -n 2' does the same without it.
set -eu
exec torchrun --no-python --nnodes 1 --nproc-per-node 2 em train table --data "$1" --run "$2"
