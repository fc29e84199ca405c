//! What must hold for every recommendation.
