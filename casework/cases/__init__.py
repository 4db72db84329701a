"""Cases: the record that everything hangs on."""
