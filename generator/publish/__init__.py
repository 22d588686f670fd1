"""What `publish` is made of: the disk, the lock, the journal, what is ours in a folder, and the check by importing."""
