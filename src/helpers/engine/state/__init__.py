"""What is remembered between builds: fingerprints, locks, bytecode, and what a disk refuses."""
