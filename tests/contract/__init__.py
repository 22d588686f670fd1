"""The contract between what providers publish and the generated clients. Found by itself for every folder of specs/."""
