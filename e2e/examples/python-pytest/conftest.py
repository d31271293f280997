pytest_plugins = ["appmesh_mock"]
