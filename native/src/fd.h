/* Descriptors: whole reads and writes, small files below a directory, descriptors sent over a socket. */
#ifndef GOZOLITE_FD_H
#define GOZOLITE_FD_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define FD_PASS_MAX 16

/* Closes *fd when it is open, and marks it closed. */
void fd_close(int *fd);
/* 0, or -1 with errno; an early end of file is EPIPE. */
int fd_read_all(int fd, void *data, size_t size);
int fd_write_all(int fd, const void *data, size_t size);
/* Writes or reads one small file (a kernel knob) below dir. 0 or -1 with errno; reading NUL-terminates. */
int fd_put(int dir, const char *path, const char *text);
ssize_t fd_get(int dir, const char *path, char *text, size_t size);
/* The number of a "name value" line in text, or of the first line when name is NULL. */
bool text_number(const char *text, const char *name, uint64_t *value);
/* openat2 that never leaves dir, and follows no link of any kind. */
int fd_open_beneath(int dir, const char *path, uint64_t flags, uint64_t mode);
/* One message with descriptors. Receiving returns the bytes (0 at end of file), and *count descriptors, close-on-exec. */
int fd_send(int sock, const void *data, size_t size, const int *fds, size_t count);
ssize_t fd_receive(int sock, void *data, size_t size, int *fds, size_t *count);
#endif
