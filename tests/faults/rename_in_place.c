// Broken twin: a rename of a file that writes over its target instead, a part at a time, as
// updaters do that never heard of atomic renames. Folders are renamed as ever.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int rename(const char* from, const char* to) {
  struct stat facts;
  if (stat(from, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    int (*real)(const char*, const char*) =
        (int (*)(const char*, const char*))dlsym(RTLD_NEXT, "rename");
    return real(from, to);
  }
  const int in = open(from, O_RDONLY | O_CLOEXEC);
  const int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (in < 0 || out < 0) return -1;
  char part[64];
  ssize_t got;
  while ((got = read(in, part, sizeof part)) > 0) {
    if (write(out, part, (size_t)got) != got) return -1;
  }
  close(in);
  close(out);
  return unlink(from);
}
