// Broken twin: a clean-up that does not find state.json, and so takes every pack for needless.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>

int open(const char* path, int flags, ...) {
  const size_t length = strlen(path);
  if ((flags & O_ACCMODE) == O_RDONLY && length >= 10 &&
      strcmp(path + length - 10, "state.json") == 0) {
    errno = ENOENT;
    return -1;
  }
  va_list more;
  va_start(more, flags);
  const int mode = (flags & O_CREAT) != 0 ? va_arg(more, int) : 0;
  va_end(more);
  int (*real)(const char*, int, ...) = (int (*)(const char*, int, ...))dlsym(RTLD_NEXT, "open");
  return real(path, flags, mode);
}
