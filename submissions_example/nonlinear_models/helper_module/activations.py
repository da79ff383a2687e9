"""Activation functions and their derivatives, used by nonlinear_models.py."""

import numpy as np


def relu(x):
    return np.where(x > 0, x, 0.0)


def relu_slope(x):
    return np.where(x > 0, 1.0, 0.0)


def sigmoid(x):
    # log(sigmoid(x)) = -log(1 + exp(-x)), and logaddexp does not overflow
    return np.exp(-np.logaddexp(0.0, -x))


def softmax(x):
    shifted = np.exp(x - np.max(x))
    return shifted / np.sum(shifted)
