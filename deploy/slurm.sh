#!/usr/bin/env bash
#SBATCH --job-name=energy-matching
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=2
#SBATCH --cpus-per-task=8
#SBATCH --time=24:00:00
#SBATCH --signal=TERM@120
#SBATCH --requeue
# Four processes on two machines: srun numbers them, and the first host of its list serves the others. Two minutes before the time
# is over, the run saves and ends; the same script resumes it. DATA and RUN lie on a file system that all machines see.
set -eu
: "${DATA:?the table to learn}"
: "${RUN:?the run directory}"
export MASTER_PORT=$((20000 + SLURM_JOB_ID % 20000))
exec srun em train table --data "$DATA" --run "$RUN"
