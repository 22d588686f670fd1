"""What all tests share. That this folder is a package puts the root of the repository on the import path."""
