"""The people who work here: signing in, enrolling, admission, the directory, settings, the trail's reader."""
