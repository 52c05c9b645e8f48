// A twin for tests/device/sticks.sh to find out: what was mounted stays mounted.
int umount2(const char* target, int flags) {
  (void)target;
  (void)flags;
  return 0;
}
