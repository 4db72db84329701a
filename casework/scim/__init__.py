"""SCIM 2.0 (RFC 7643, RFC 7644): a directory keeps accounts and groups in step. It gives no role that holds a case,
opens no account to anybody, and reads nothing of any case."""
