/* The descriptor of one connection. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define ADDRESS_SIZE 16

/* Sees that a dead peer is noticed, and bounds what the kernel keeps for it. */
void socket_set_options(int fd);
/* The address of the other end; zeros for a local socket. */
void socket_source(int fd, uint8_t ret[ADDRESS_SIZE]);
/* The same as text, "" for a local socket. */
void socket_address(int fd, char *buf, size_t size);
