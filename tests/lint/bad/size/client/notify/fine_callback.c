int on_request(void *userdata, struct MHD_Connection *connection, const char *path,
	       const char *method, const char *version, const char *data, size_t *size, void **at)
{
	return 0;
}
