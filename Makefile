.DEFAULT_GOAL := help
help:
	@echo "make run | test | check | test-pg | e2e | bench | scenario | clean"
