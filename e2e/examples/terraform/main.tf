terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

variable "canary_weight" {
  type    = number
  default = 10
}

resource "aws_appmesh_mesh" "shop" {
  name = "shop"
  tags = { team = "shop" }
}

resource "aws_appmesh_virtual_gateway" "ingress" {
  name      = "ingress"
  mesh_name = aws_appmesh_mesh.shop.name

  spec {
    listener {
      port_mapping {
        port     = 8080
        protocol = "http"
      }
    }
  }
}

resource "aws_appmesh_gateway_route" "catalog" {
  name                 = "catalog"
  mesh_name            = aws_appmesh_mesh.shop.name
  virtual_gateway_name = aws_appmesh_virtual_gateway.ingress.name

  spec {
    http_route {
      match {
        prefix = "/"
      }
      action {
        target {
          virtual_service {
            virtual_service_name = aws_appmesh_virtual_service.catalog.name
          }
        }
      }
    }
  }
}

resource "aws_appmesh_virtual_service" "catalog" {
  name      = "catalog.local"
  mesh_name = aws_appmesh_mesh.shop.name

  spec {
    provider {
      virtual_router {
        virtual_router_name = aws_appmesh_virtual_router.catalog.name
      }
    }
  }
}

resource "aws_appmesh_virtual_router" "catalog" {
  name      = "catalog"
  mesh_name = aws_appmesh_mesh.shop.name

  spec {
    listener {
      port_mapping {
        port     = 8080
        protocol = "http"
      }
    }
  }
}

resource "aws_appmesh_route" "canary" {
  name                = "canary"
  mesh_name           = aws_appmesh_mesh.shop.name
  virtual_router_name = aws_appmesh_virtual_router.catalog.name

  spec {
    http_route {
      match {
        prefix = "/"
      }
      action {
        weighted_target {
          virtual_node = aws_appmesh_virtual_node.catalog["v1"].name
          weight       = 100 - var.canary_weight
        }
        weighted_target {
          virtual_node = aws_appmesh_virtual_node.catalog["v2"].name
          weight       = var.canary_weight
        }
      }
    }
  }
}

resource "aws_appmesh_virtual_node" "catalog" {
  for_each  = toset(["v1", "v2"])
  name      = "catalog-${each.key}"
  mesh_name = aws_appmesh_mesh.shop.name

  spec {
    listener {
      port_mapping {
        port     = 8080
        protocol = "http"
      }
    }
    service_discovery {
      dns {
        hostname = "catalog-${each.key}.local"
      }
    }
  }
}
