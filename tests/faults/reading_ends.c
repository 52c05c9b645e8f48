// Broken twin: a read that fails is taken for the end of the file.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>

ssize_t read(int file, void* bytes, size_t count) {
  ssize_t (*real)(int, void*, size_t) = (ssize_t(*)(int, void*, size_t))dlsym(RTLD_NEXT, "read");
  const ssize_t got = real(file, bytes, count);
  return got < 0 ? 0 : got;
}
