"""Decision, discipline, appeal and aftercare: what follows from findings, alike in like cases."""
