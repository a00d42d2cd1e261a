"""Small helpers of the Makefile and the tests. The site itself needs none of them."""
