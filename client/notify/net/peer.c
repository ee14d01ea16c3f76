#include "client/notify/net/peer.h"

#include <arpa/inet.h>
#include <string.h>

#include <curl/curl.h>

bool peer_is_loopback(const char *host)
{
	struct in_addr four;

	if (strcmp(host, "[::1]") == 0)
		return true;
	return inet_pton(AF_INET, host, &four) == 1 && ntohl(four.s_addr) >> 24 == 127;
}

const char *peer_http_fault(const char *url)
{
	const char *fault = "it is no https:// address";
	char *scheme = NULL, *host = NULL;
	CURLU *u = curl_url();

	if (u && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK) {
		if (strcmp(scheme, "https") == 0)
			fault = NULL;
		else if (strcmp(scheme, "http") == 0)
			fault = peer_is_loopback(host)
				    ? NULL
				    : "http:// is only for 127.0.0.1 or [::1]: elsewhere the key "
				      "and the texts could be read on the way";
	}
	curl_free(scheme);
	curl_free(host);
	curl_url_cleanup(u);
	return fault;
}
