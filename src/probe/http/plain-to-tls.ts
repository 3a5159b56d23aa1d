// What servers say to plain text on a port that speaks TLS.

/**
 * In lower case, as they stand in the body. Source: nginx ngx_http_special_response.c, Go net/http server.go, Apache httpd ssl_engine_kernel.c,
 * Apache Tomcat (NioEndpoint), Jetty.
 */
export const PLAIN_TO_TLS = [
  'the plain http request was sent to https port',
  'client sent an http request to an https server',
  "you're speaking plain http to an ssl-enabled server port",
  'combination of host and port requires tls',
] as const
